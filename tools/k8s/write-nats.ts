// npm run k8s:nats
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartUsers, natsConf } from './nats.ts';

const k8s = join(import.meta.dirname, '../../deploy/k8s');
writeFileSync(join(k8s, 'components/nats/nats.conf'), natsConf());
writeFileSync(join(k8s, 'charts/nats/users.yaml'), chartUsers());
