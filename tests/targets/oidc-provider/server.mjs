// A real authorization server for `./dev target`: oidc-provider on a free port of loopback.
//
//   node server.mjs TOKEN [KEY CERTIFICATE]
//
// Registration takes the initial access token TOKEN. With a key and a certificate it speaks https. Once it listens, its
// issuer identifier is the first line of stdout.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import Provider from 'oidc-provider';

const [initialAccessToken, key, cert] = process.argv.slice(2);
const server = key
  ? createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) })
  : createServer();

server.listen(0, '127.0.0.1', () => {
  const issuer = `${key ? 'https' : 'http'}://localhost:${server.address().port}`;
  const ownTokensOnly = (context, client, token) => client.clientId === token.clientId;
  const provider = new Provider(issuer, {
    cookies: { keys: ['of one test'] },
    // It refuses a registration that names any other scope; offline_access makes it accept the grant refresh_token.
    scopes: [
      'openid', 'offline_access', 'profile', 'openactive-openbooking', 'openactive-ordersfeed', 'openactive-identity',
      'oauth-dymamic-client-update', 'strong', 'client-scope',
    ],
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      introspection: { enabled: true, allowedPolicy: ownTokensOnly },
      registration: { enabled: true, initialAccessToken },
      registrationManagement: { enabled: true },
      revocation: { enabled: true, allowedPolicy: ownTokensOnly },
    },
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
