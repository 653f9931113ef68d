# For deploy/demo: one practice of each other clinical system, beside those of SystmOne. Each brings its practice's file
# and $data/ledgers/<code>, a program that prints what stands in the clinical system, in the form that `tidings demo watch`
# compares. What each holds is kept in $data for the next run. All people in them are synthetic.

# practice_file CODE NUMBER NAME SECTIONS [sed expressions]: config/demo/practice.yaml.in with another clinical system's sections
practice_file() {
  local code=$1 number=$2 name=$3 sections=$4 section parts=()
  for section in $sections; do parts+=("config/demo/$section.yaml.in"); done
  shift 4
  sed "$@" -e "s|@KEY_FILE@|$data/keys/$code|" -e "s|@ROOT@|$ROOT|" "${parts[@]}" >"$data/connector.part"
  sed -e '/^  systmone:/,/^  poll_every:/{/^  poll_every:/!d}' -e "/^connector:/r $data/connector.part" \
    -e "s|@CODE@|$code|" -e "s|@NAME@|$name|" -e "s|@PHONE@|01632 960$(printf %03d "$number")|" \
    -e "s|@REPLY_NUMBER@|447700900$(printf %03d $((1000 - number)))|" config/demo/practice.yaml.in >"$data/$code.yaml.tmp"
  rm "$data/connector.part"
  [[ " $sections " != *" emis "* ]] || printf '\ndocuments: {into: record}\n' >>"$data/$code.yaml.tmp"
  mv "$data/$code.yaml.tmp" "$data/practices/$code.yaml"
}
# ledger_program CODE: from standard input
ledger_program() {
  mkdir -p "$data/ledgers"
  cat >"$data/ledgers/$1"
  chmod 700 "$data/ledgers/$1"
}

# start_emis NAME CODE [options]: EMIS Web's simulator, which keeps its book in $data/NAME.json
start_emis() {
  local name=$1 code=$2
  shift 2
  start "$name" "$BIN/tidings-sim" emis --practice "$code" --client-id "tidings-$code" --patients "$each" --appointments "$each" --state "$data/$name.json" "$@"
}

# emis_practice NAME CODE NUMBER WORDS: its simulator runs. With a FHIR server, cancellations go there.
emis_practice() {
  local name=$1 code=$2 number=$3 words=$4 ready=$data/$1.ready sections=emis
  [ "$(jq 'has("fhir_url")' "$ready")" = false ] || sections="emis gp_connect"
  (umask 077 && jq -r .client_secret "$ready" >"$data/keys/$code")
  ledger_program "$code" <<TXT
#!/bin/sh
set -e
book=\$(curl -fsS "http://127.0.0.1:$(jq -r .control "$ready")/ledger")
printf '%s' "\$book" | jq -c --arg ods "$code" '{practices: [{ods: \$ods,
  appointments: [.slots[] | {uid: (.slot | tostring), comments: [.notes],
    history: (if .cancelled_by != "" then [{status: "Cancelled by Patient", by: "client"}] else [] end)}],
  coded_entries: [.entries[] | select(.code == "279991000000102") | {free_text: ("Tidings ref " + .consultation)}]}]}'
TXT
  practice_file "$code" "$number" "Demo Surgery $number ($words)" "$sections" -e "s|@URL@|$(jq -r .url "$ready")|" \
    -e "s|@TOKEN_URL@|$(jq -r .token_url "$ready")|" -e "s|@CLIENT@|$(jq -r .client_id "$ready")|" \
    -e "s|@APPLICATION@|$(jq -r .application_id "$ready")|" -e "s|@FHIR_URL@|$(jq -r '.fhir_url // ""' "$ready")|"
}

has_sqlite() { command -v sqlite3 >/dev/null && odbcinst -q -d -n SQLite3 >/dev/null 2>&1; }

# soon NUMBER: on the wall of London, from 26 hours from now on, ten minutes apart
soon() { TZ=Europe/London date -d "@$(($(date +%s) / 600 * 600 + 26 * 3600 + $1 * 600))" '+%Y-%m-%d %H:%M:%S'; }
forenames=(Amira Oliver Grace Samuel Niamh Rajesh Dylan) surnames=(Okafor Smith Patel Nowak Khan)

microtest_practice() { # microtest_practice CODE NUMBER APPOINTMENTS
  local file=$data/microtest.db i
  if [ ! -f "$file" ]; then
    {
      cat tests/support/simulators/microtest/schema_sqlite.sql
      echo 'BEGIN;'
      for i in $(seq "$3"); do
        echo "INSERT INTO patients (patient_id, nhs_number, title, forename, surname, mobile) VALUES ($i, '99900$(printf %05d "$i")', 'Mx', '${forenames[$((i % 7))]}', '${surnames[$((i % 5))]}', '07700 900$(printf %03d $((i % 1000)))');"
        echo "INSERT INTO appointments (appt_id, patient_id, starts_at, session, clinician, slot_type, site) VALUES ($i, $i, '$(soon "$i")', 'GP Surgery', 'Dr Jay', 'Routine', 'Main');"
      done
      echo 'COMMIT;'
    } | sqlite3 "$file"
  fi
  (umask 077 && echo "Driver={SQLite3};Database=$file;Timeout=5000" >"$data/keys/$1")
  # SQLite's times are text, and it needs no casts.
  sed -E -e 's/CAST\((:[a-z_]+) AS [a-z]+\)/\1/g' -e '/^on_connect:/d' config/microtest.yaml >"$data/microtest.yaml"
  ledger_program "$1" <<TXT
#!/bin/sh
exec sqlite3 -batch -cmd '.timeout 5000' "$file" "SELECT json_object('practices', json_array(json_object('ods', '$1',
  'appointments', (SELECT json_group_array(json_object('uid', CAST(appt_id AS TEXT), 'comments', json_array(coalesce(notes, '')),
    'history', CASE status WHEN 'C' THEN json_array(json_object('status', 'Cancelled by Patient', 'by', 'client')) ELSE json_array() END))
    FROM appointments),
  'coded_entries', (SELECT json_group_array(json_object('free_text', 'Tidings ref ' || op_id)) FROM coded_entries))))"
TXT
  practice_file "$1" "$2" "Demo Surgery $2 (database)" microtest -e "s|@MAPPING@|$data/microtest.yaml|"
}

file_drop_practice() { # file_drop_practice CODE NUMBER APPOINTMENTS
  local folder=$data/files i
  if [ ! -d "$folder" ]; then
    mkdir -p "$folder"
    {
      echo id,nhs_number,title,first_name,last_name,mobile,email,consent,dead
      for i in $(seq "$3"); do
        echo "$i,99910$(printf %05d "$i"),Mx,${forenames[$((i % 7))]},${surnames[$((i % 5))]},07700 900$(printf %03d $((i % 1000))),,,"
      done
    } >"$folder/patients.csv.tmp"
    {
      echo id,patient,starts_at,minutes,session,clinician,slot_type,site,status
      for i in $(seq "$3"); do echo "$i,$i,$(soon "$i" | cut -c1-16),10,GP Surgery,Dr Jay,Routine,Main,booked"; done
      echo "END,$3"
    } >"$folder/appointments.csv.tmp"
    jq -nc --arg ods "$1" --argjson n "$3" '{practices: [{ods: $ods, appointments: [range(1; $n + 1) | {uid: tostring, history: [], comments: []}],
      coded_entries: []}]}' >"$data/files.ledger"
    mv "$folder/patients.csv.tmp" "$folder/patients.csv"
    mv "$folder/appointments.csv.tmp" "$folder/appointments.csv"
  fi
  ledger_program "$1" <<TXT
#!/bin/sh
exec cat "$data/files.ledger"
TXT
  practice_file "$1" "$2" "Demo Surgery $2 (files)" file_drop -e "s|@FOLDER@|$folder|"
}
