#!/bin/sh
# Certificates for the cluster alone: an authority of its own, and one certificate that scheduler, workers and replicas
# show each other. Usage: deploy/certificates.sh FOLDER. Files that are there are kept.
set -eu
umask 077
folder=${1:?say where to}
days=825
mkdir -p "$folder"
cd "$folder"
if [ -e ca.pem ] || [ -e cluster.pem ]; then
  echo "There are certificates in $folder already: remove them to make new ones." >&2
  exit 1
fi
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days "$days" -subj "/CN=unrolled authority" \
  -keyout ca-key.pem -out ca.pem 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=unrolled cluster" \
  -keyout cluster-key.pem -out cluster.csr 2>/dev/null
printf '%s\n' "basicConstraints=CA:FALSE" "extendedKeyUsage=serverAuth,clientAuth" \
  "subjectAltName=DNS:scheduler,DNS:worker" > cluster.ext
openssl x509 -req -in cluster.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days "$days" -extfile cluster.ext \
  -out cluster.pem 2>/dev/null
rm -f cluster.csr cluster.ext ca.srl
# The image's user reads them. The authority's key is for the next certificate: keep it elsewhere.
if [ "$(id -u)" = 0 ]; then
  chown 1000:1000 . ca.pem cluster.pem cluster-key.pem
fi
