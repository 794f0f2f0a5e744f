"""Pre-trains networks on synthetic ECG strips and measures what that is worth on real ones."""

__version__ = "0.1.0"
