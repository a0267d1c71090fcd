import type { NatsConnection } from '@nats-io/transport-node';
import { Module, type DynamicModule } from '@nestjs/common';
import { LOGGER, NATS, Requests } from '@parley/bus';
import type { Logger } from '@parley/telemetry';
import { Announcer } from './capacity/announcer.ts';
import { Browsers } from './browser/browsers.ts';
import type { Machine } from './capacity/machine.ts';
import type { RecorderConfig } from './config.ts';
import { FileController } from './files/file.controller.ts';
import { FinaliserController } from './finalising/finaliser.controller.ts';
import { Finaliser } from './finalising/finaliser.service.ts';
import { JobBook } from './parts/job-book.ts';
import { JobController } from './parts/job.controller.ts';
import { Recordings } from './parts/recordings.service.ts';
import { Reports } from './parts/reports.ts';
import type { SliceStore } from './slices/slice-store.ts';
import { STORAGE } from './storage/open-storage.ts';
import type { Storage } from '@parley/storage';
import { CONFIG, MACHINE, SLICES } from './tokens.ts';

/** What is there before Nest is. */
export interface Surroundings {
  readonly config: RecorderConfig;
  readonly logger: Logger;
  readonly nats: NatsConnection;
  readonly machine: Machine;
  readonly storage: Storage;
  readonly slices: SliceStore;
  readonly browsers: Browsers;
  readonly book: JobBook;
}

/** Wiring of the recorder, nothing else. It has no database: what it must remember lies beside the recordings. */
@Module({})
export class AppModule {
  static with({ config, logger, nats, machine, storage, slices, browsers, book }: Surroundings): DynamicModule {
    return {
      module: AppModule,
      controllers: [JobController, FinaliserController, FileController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
        { provide: NATS, useValue: nats },
        { provide: MACHINE, useValue: machine },
        { provide: STORAGE, useValue: storage },
        { provide: SLICES, useValue: slices },
        { provide: Browsers, useValue: browsers },
        { provide: JobBook, useValue: book },
        Requests,
        Reports,
        Recordings,
        Finaliser,
        Announcer,
      ],
    };
  }
}
