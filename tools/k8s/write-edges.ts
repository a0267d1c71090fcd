// npm run k8s:edges
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE } from '../suites/suite.ts';
import { NETWORK_PAGE, renderNetworkPage } from './network-page.ts';

writeFileSync(join(WORKSPACE, NETWORK_PAGE), await renderNetworkPage());
