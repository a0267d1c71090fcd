// Ours for row P5: chat's storing alone, as its bundle at STORE opens it on DATABASE_URL.
import { serve } from '../peers/callers.mjs';

const { open } = await import(process.env.STORE);
await serve(await open(process.env.DATABASE_URL));
