/** Nest's names for what the configuration gives: this worker's settings, its log, its place for slices, its machine. */
export const CONFIG = Symbol('parley:recorder-config');
export const SLICES = Symbol('parley:recorder-slices');
export const MACHINE = Symbol('parley:recorder-machine');
