/** Nest's names for what the configuration gives: where files lie, and what signs their addresses. */
export const FILES = Symbol('parley:chat-files');
export const LINK_SECRET = Symbol('parley:chat-link-secret');
