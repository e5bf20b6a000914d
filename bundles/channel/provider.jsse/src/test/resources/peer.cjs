// A peer by OpenSSL: node peer.cjs client|server PORT DIR GROUP; says what it agreed on as one line of JSON.
const [role, port, dir, group] = process.argv.slice(2);
const tls = require('tls');
const fs = require('fs');
const path = require('path');
const read = name => fs.readFileSync(path.join(dir, name));
const options = {
  key: read('key.pem'), cert: read('cert.pem'), ca: read('ca.pem'),
  ecdhCurve: group, minVersion: 'TLSv1.3', checkServerIdentity: () => undefined,
  requestCert: true, rejectUnauthorized: true,
};
const tell = socket => console.log(JSON.stringify({
  authorized: socket.authorized, peer: socket.getPeerCertificate().subjectaltname,
  protocol: socket.getProtocol(), cipher: socket.getCipher().standardName,
  group: (socket.getEphemeralKeyInfo() || {}).name || '', openssl: process.versions.openssl,
}));
const failed = error => { console.log(JSON.stringify({ failed: error.code || error.message })); process.exit(3); };
if (role === 'client') {
  const socket = tls.connect({ ...options, host: '127.0.0.1', port: Number(port) }, () => socket.write('hello'));
  socket.on('data', data => { tell(socket); console.log(data.toString()); socket.end(); });
  socket.on('error', failed);
} else {
  const server = tls.createServer(options, socket => {
    tell(socket);
    socket.on('data', data => { socket.end(data.toString().toUpperCase()); server.close(); });
    socket.on('error', () => {});
  });
  server.on('tlsClientError', failed);
  server.listen(Number(port), '127.0.0.1', () => console.log(server.address().port));
}
