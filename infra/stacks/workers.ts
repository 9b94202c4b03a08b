import type { QueueSource, StreamSource, Worker } from '@punctual/contracts/worker.ts';
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { StreamWorker } from '../constructs/stream-worker.ts';
import type { Platform } from '../platform.ts';

export interface WorkersStackProps extends StackProps {
  readonly platform: Platform;
  readonly workers: readonly Worker[];
}

/** What happens after the write: every worker of the registry. */
export class WorkersStack extends Stack {
  readonly workers: readonly (QueueWorker | StreamWorker)[];

  constructor(scope: Construct, id: string, { platform, workers, ...props }: WorkersStackProps) {
    super(scope, id, props);
    this.workers = workers.map((worker) => {
      if (reads(worker, 'stream')) return new StreamWorker(this, worker.name, { platform, worker });
      if (reads(worker, 'queue')) return new QueueWorker(this, worker.name, { platform, worker });
      throw new Error(`No construct for the source of ${worker.name}.`);
    });
  }
}

interface Sources {
  readonly stream: StreamSource;
  readonly queue: QueueSource;
}

function reads<Kind extends keyof Sources>(
  worker: Worker,
  kind: Kind,
): worker is Worker & { readonly source: Sources[Kind] } {
  return worker.source.kind === kind;
}
