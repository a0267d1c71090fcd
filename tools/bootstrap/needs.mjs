import { existsSync } from 'node:fs';
import { StepFailure } from './failure.mjs';

const OLDEST_NODE = 20;

/** Refuses, with the mend, a machine on which nothing below could work. */
export function checkMachine(machine = process) {
  if (Number(machine.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new StepFailure('needs', `Node ${machine.versions.node} is too old`, {
      mend: `install Node ${OLDEST_NODE} or later (Parley then brings its own Node 24)`,
    });
  }
  if (machine.platform !== 'linux' || !['x64', 'arm64'].includes(machine.arch)) {
    throw new StepFailure('needs', `${machine.platform} on ${machine.arch} is not supported`, {
      mend: 'run Parley on Linux, x64 or arm64 (glibc)',
    });
  }
  if (existsSync('/etc/alpine-release')) {
    throw new StepFailure('needs', 'the query planner and Postgres need glibc, which Alpine lacks', {
      mend: 'use a Debian, Ubuntu, Fedora or other glibc system',
    });
  }
}
