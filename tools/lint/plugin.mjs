import { doorDeclaresAccess } from './door-declares-access.mjs';
import { envInConfig } from './env-in-config.mjs';
import { importBelongs } from './import-belongs.mjs';
import { subjectInContracts } from './subject-in-contracts.mjs';

/** The laws of the house that a linter can see. */
export const parley = {
  meta: { name: 'parley' },
  rules: {
    'door-declares-access': doorDeclaresAccess,
    'env-in-config': envInConfig,
    'import-belongs': importBelongs,
    'subject-in-contracts': subjectInContracts,
  },
};
