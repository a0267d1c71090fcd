// npm run -s k8s:secrets | kubectl create -f -
import { generateKubernetesSecrets, secretsYaml } from './secrets.ts';

if (process.stdout.isTTY) {
  process.stderr.write(
    'k8s:secrets: these are the keys of an installation, and a terminal remembers what it shows. Send them on:\n' +
      '  npm run -s k8s:secrets | kubectl create -f -\n' +
      'or into a file that only you can read: (umask 077; npm run -s k8s:secrets > secrets.yaml)\n',
  );
  process.exitCode = 1;
} else {
  process.stdout.write(secretsYaml(generateKubernetesSecrets()));
}
