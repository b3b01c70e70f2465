# Runs cells in one shell. Told on descriptor 0: mark, NUL, code, NUL. Answers as session.py.
exec 251>&1 252>&2
while IFS= read -r -d '' __aleff_mark && IFS= read -r -d '' __aleff_code; do
  eval "$__aleff_code" </dev/null 251>&- 252>&-
  __aleff_status=$?
  printf '\0%s:%s\n' "$__aleff_mark" "$__aleff_status" >&251
  printf '\0%s:%s\n' "$__aleff_mark" "$__aleff_status" >&252
done
