// Makes a user for each service that may read and write its own database and nothing else; one that is there gets the given
// password. The mongo image runs it when it sets itself up.
const password = user => {
  const name = `STORAGE_${user.toUpperCase()}_PASSWORD`;
  if (!process.env[name]) {
    throw new Error(`${name} is missing: run deploy/compose-secrets.sh`);
  }
  return process.env[name];
};

for (const [user, database] of [['auth', 'user_db'], ['event', 'event_db'], ['reward', 'reward_db'], ['live', 'live_db'], ['campaign', 'campaign_db']]) {
  const own = db.getSiblingDB(database);
  if (own.getUser(user)) {
    own.updateUser(user, {pwd: password(user)});
  } else {
    own.createUser({user, pwd: password(user), roles: [{role: 'readWrite', db: database}]});
  }
}
