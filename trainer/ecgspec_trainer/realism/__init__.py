"""
How much synthetic strips look like real ones: the `realism` job.

Both sides go through the same filters, detector and measurements, so that what these do wrong they do wrong to both.
Every distance stands beside the same distance between two halves of the real patients, which is what "no difference"
looks like with so many strips.
"""

from ecgspec_trainer.realism.job import FORMAT, KEY, open_inputs, produces, run_job

__all__ = ["FORMAT", "KEY", "open_inputs", "produces", "run_job"]
