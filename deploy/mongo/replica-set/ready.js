// Ends with 0 once this server is the primary of its replica set, which it begins when there is none.
const admin = db.getSiblingDB('admin');
admin.auth(process.env.MONGO_INITDB_ROOT_USERNAME, process.env.MONGO_INITDB_ROOT_PASSWORD);
try {
  rs.status();
} catch (e) {
  if (e.codeName !== 'NotYetInitialized') {
    throw e;
  }
  rs.initiate({_id: 'rs0', members: [{_id: 0, host: 'storage:27017'}]});
}
quit(admin.hello().isWritablePrimary ? 0 : 1);
