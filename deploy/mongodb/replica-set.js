// Health check of the one-node MongoDB of docker-compose.yml, for mongosh: makes of a fresh server a replica set with
// its two users, and tells on every run whether the application could write now. Exits 0 only then.
// Passwords come by the environment: MONGO_ROOT_PASSWORD and MONGO_PASSWORD, the host's own name by MONGO_HOST.
const ROOT = "root";
const APPLICATION = "longhaul";
const TRIES = 40;

const admin = db.getSiblingDB("admin");

function initiate() {
  // Nobody has to sign in for this while there are no users, on loopback only.
  admin.runCommand({
    replSetInitiate: { _id: "rs0", members: [{ _id: 0, host: `${process.env.MONGO_HOST}:27017` }] },
  });
}

function isPrimary() {
  const hello = admin.hello();
  return hello.setName === "rs0" && hello.isWritablePrimary;
}

function signIn(user, password) {
  try {
    return Boolean(admin.auth(user, password).ok);
  } catch {
    return false;
  }
}

function makeUsers() {
  // The first user, too, may be made on loopback by whoever is not signed in; after that nobody can.
  if (!signIn(ROOT, process.env.MONGO_ROOT_PASSWORD)) {
    admin.createUser({ user: ROOT, pwd: process.env.MONGO_ROOT_PASSWORD, roles: ["root"] });
    signIn(ROOT, process.env.MONGO_ROOT_PASSWORD);
  }
  const roles = ["longhaul", "longhaul_auth"].map((name) => ({ role: "readWrite", db: name }));
  admin.createUser({ user: APPLICATION, pwd: process.env.MONGO_PASSWORD, roles });
}

if (!isPrimary()) initiate();
for (let tried = 0; !isPrimary() && tried < TRIES; tried += 1) sleep(250);
if (!isPrimary()) quit(1);
if (!signIn(APPLICATION, process.env.MONGO_PASSWORD)) {
  makeUsers();
  if (!signIn(APPLICATION, process.env.MONGO_PASSWORD)) quit(1);
}
quit(0);
