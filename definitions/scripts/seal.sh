# Lists every file of the report with its SHA-256, so that a reader can check what was delivered.
set -eu
cd report
sha256sum -- *.html *.csv *.svg *.txt 2>/dev/null | sort -k 2 > SHA256SUMS || true
test -s SHA256SUMS || { echo "the report folder has no files" >&2; exit 1; }
cat SHA256SUMS
