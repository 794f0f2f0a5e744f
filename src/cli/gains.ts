import type { Command } from 'commander';
import { gainRows, meanGains, writeGains } from '../training/index';
import type { Context } from './context';

interface Options {
  readonly out: string;
  readonly overwrite?: boolean;
}

export function addGains(program: Command, context: Context): void {
  program
    .command('gains')
    .summary('lay the gains of several reports beside each other')
    .description(
      'Lays what pre-training gained in several evaluations (other networks, classes or data sets) beside each other and beside the paper: gain against the number of real strips for each class, the mean over networks, and everything as CSV. Writes gains.html, gains.csv and gains.json.',
    )
    .argument('<report...>', 'folders that "ecgspec evaluate" wrote')
    .option('-o, --out <folder>', 'folder to write', 'gains')
    .option('--overwrite', 'replace an earlier comparison in --out')
    .addHelpText('after', '\nExample:\n  ecgspec gains resnet18-report s4d-report --out gains')
    .action(async (reports: string[], { out, overwrite }: Options) => {
      const { page, gains } = await writeGains({ reports, out, overwrite });
      for (const { class: name, normal, size, networks, before, after } of meanGains(
        gainRows(gains.reports),
      )) {
        const over = networks === 1 ? '' : `, mean over ${networks} networks`;
        context.print(
          `${name} against ${normal}, ${size} real strips per class: AUROC ${before.toFixed(3)} from scratch, ${after.toFixed(3)} pre-trained${over}.`,
        );
      }
      context.print(`Gains: ${page}`);
    });
}
