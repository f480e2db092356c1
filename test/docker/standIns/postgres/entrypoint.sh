# What the official image does, as far as compose.yaml asks for it.
set -e
cd /var/lib/postgresql/data
chown postgres .
chmod 700 .
server() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
if [ ! -e PG_VERSION ]; then
	echo "$POSTGRES_PASSWORD" > /tmp/password
	server initdb -D . -U "$POSTGRES_USER" --auth-local=trust --auth-host=scram-sha-256 --pwfile=/tmp/password
	rm /tmp/password
	echo 'host all all all scram-sha-256' >> pg_hba.conf
	echo "CREATE DATABASE $POSTGRES_DB" | server postgres --single -D . postgres
fi
exec setpriv --reuid=postgres --regid=postgres --init-groups postgres -D . -c listen_addresses='*'
