#!/bin/sh
# Made the samples beside it, once, with OpenSSL 3.0: tokens that verify for ever, and tokens that must not.
# It refuses to write over them. Secret keys stay in the folder that $1 names, and are thrown away.
set -eu
out=$(cd "$(dirname "$0")" && pwd)
test ! -e "$out/rsa.tsr" || { echo "the samples are there" >&2; exit 1; }
mkdir -p "$1" && cd "$1"
cp "$out/checkpoint" checkpoint
rsa="-newkey rsa:2048"; p256="-newkey ec -pkeyopt ec_paramgen_curve:P-256"; p384="-newkey ec -pkeyopt ec_paramgen_curve:P-384"
ca='basicConstraints=critical,CA:TRUE'
purpose='extendedKeyUsage=critical,timeStamping'

root() { # name, key
    openssl req -x509 $2 -nodes -keyout "$1.key" -out "$1.pem" -days 36500 -subj "/O=Example/CN=$1" -addext "$ca"
}
issue() { # name, key, issuer, from, until, extensions
    openssl req $2 -nodes -keyout "$1.key" -out "$1.csr" -subj "/O=Example/CN=$1"
    echo "$6" > "$1.ext"
    rm -rf ca && mkdir ca && : > ca/index && echo 07 > ca/serial
    printf '[ca]\ndefault_ca=c\n[c]\ndatabase=ca/index\nserial=ca/serial\nnew_certs_dir=ca\npolicy=p\ndefault_md=sha256\n[p]\ncommonName=supplied\norganizationName=optional\n' > ca/cnf
    openssl ca -batch -config ca/cnf -cert "$3.pem" -keyfile "$3.key" -in "$1.csr" -out "$1.pem" -notext \
        -startdate "$4" -enddate "$5" -extfile "$1.ext"
}
reply() { # sample, signer, digest, certificate hash, precision, certificates, query options
    printf '[tsa]\ndefault_tsa=t\n[t]\nserial=serial\nsigner_cert=%s.pem\nsigner_key=%s.key\nsigner_digest=%s\ndefault_policy=1.2.3.4\ndigests=sha256\naccuracy=secs:1,millisecs:5\nclock_precision_digits=%s\ness_cert_id_alg=%s\n%s\n' \
        "$2" "$2" "$3" "$5" "$4" "$6" > ts.cnf
    test -e serial || echo 01 > serial
    openssl ts -query -data checkpoint $7 -out query
    openssl ts -reply -config ts.cnf -section t -queryfile query -out "$out/$1.tsr"
}
resign() { # sample, signer, options: the content of rsa.tsr, under another signature
    openssl ts -reply -in "$out/rsa.tsr" -token_out -out token
    openssl cms -verify -noverify -nosigs -inform DER -in token -out content -binary
    openssl cms -sign -nodetach -binary -cades -econtent_type 1.2.840.113549.1.9.16.1.4 -outform DER \
        -in content -signer "$2.pem" -inkey "$2.key" $3 -out token
    python3 - "$out/$1.tsr" <<X
import sys
token = open("token", "rb").read()
body = b"\x30\x03\x02\x01\x00" + token
open(sys.argv[1], "wb").write(b"\x30\x82" + len(body).to_bytes(2, "big") + body)
X
}

always="20200101000000Z 21200101000000Z"
root root-rsa "$rsa"; root root-ec "$p256"; root root-chain "$p384"; root root-other "$p256"
issue tsa-rsa "$rsa" root-rsa $always "$purpose"
issue tsa-ec "$p256" root-ec $always "$purpose"
issue middle "$p384" root-chain $always "$ca"
issue tsa-chain "$p384" middle $always "$purpose"
issue not-a-tsa "$p256" root-ec $always 'keyUsage=critical,digitalSignature'
issue not-critical "$p256" root-ec $always 'extendedKeyUsage=timeStamping'
issue two-purposes "$p256" root-ec $always 'extendedKeyUsage=critical,timeStamping,serverAuth'
issue expired "$p256" root-ec 20200101000000Z 20210101000000Z "$purpose"
issue not-yet "$p256" root-ec 21000101000000Z 21100101000000Z "$purpose"
issue dead-middle "$p256" root-ec 20200101000000Z 20210101000000Z "$ca"
issue tsa-dead "$p256" dead-middle $always "$purpose"
issue web-middle "$p256" root-ec $always "$ca
extendedKeyUsage=serverAuth"
issue tsa-web "$p256" web-middle $always "$purpose"
cat middle.pem root-chain.pem > certificates.pem

reply rsa tsa-rsa sha256 sha256 0 "" "-sha256 -cert"
reply rsa-sha512 tsa-rsa sha512 sha512 0 "" "-sha256 -cert"
reply ec tsa-ec sha256 sha256 0 "" "-sha256 -cert"
reply chain tsa-chain sha384 sha1 6 "certs=certificates.pem" "-sha256 -cert"
reply expired expired sha256 sha256 0 "" "-sha256 -cert"
reply not-yet not-yet sha256 sha256 0 "" "-sha256 -cert"
reply dead-middle tsa-dead sha256 sha256 0 "certs=dead-middle.pem" "-sha256 -cert"
reply web-middle tsa-web sha256 sha256 0 "certs=web-middle.pem" "-sha256 -cert"
reply sha1 tsa-rsa sha1 sha256 0 "" "-sha256 -cert"
reply no-certificate tsa-ec sha256 sha256 0 "" "-sha256"
reply refused tsa-ec sha256 sha256 0 "" "-sha384 -cert"
resign resigned tsa-ec ""
resign not-a-tsa not-a-tsa ""
resign not-critical not-critical ""
resign two-purposes two-purposes ""
resign two-signers tsa-ec "-signer tsa-rsa.pem -inkey tsa-rsa.key"
resign pss tsa-rsa "-keyopt rsa_padding_mode:pss"
cp root-rsa.pem root-ec.pem root-chain.pem root-other.pem "$out"
