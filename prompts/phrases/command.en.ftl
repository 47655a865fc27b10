# What the commands say.

no-sign-in = { $host } can be reached by others, and nobody would have to sign in: so nothing was started. Listen on 127.0.0.1, or try `concertmaster demo`, which needs neither.
no-door = No door for an organisation is configured, so there is nothing to run. Set CONCERTMASTER_SLACK__BOT_TOKEN or CONCERTMASTER_TEAMS__APP_ID, and what docs/settings.md lists beside it; `concertmaster demo` and `concertmaster chat` run without.
teams-wants = The door to Microsoft Teams is not configured yet, so nothing was started. It wants { $names }. Without an app id it opens on a loopback address alone, for the playground.
slack-wants = The door to Slack is not configured yet, so nothing was started. It wants { $names }.
slack-refuses = Slack did not let us in ({ $why }), so nothing was started. Look whether CONCERTMASTER_SLACK__BOT_TOKEN is the token of an app that is installed, and whether Slack can be reached from here.
slack-set = { $transport ->
    [socket] The door to Slack is configured, by Socket Mode.
   *[http] The door to Slack is configured; Slack has to reach { $path } by a proxy that speaks TLS.
}
teams-set = { $app ->
    [yes] The door to Microsoft Teams is configured; Teams has to reach { $path } by a proxy that speaks TLS.
   *[no] The door to Microsoft Teams is open to the playground on this machine alone: without an app id nobody is authenticated.
}
no-key = The master keys cannot be used ({ $why }), so nothing was started. `concertmaster rotate-keys --new` makes a file with one; CONCERTMASTER_VAULT__KEY_FILE names it.
no-database = The database cannot be opened ({ $why }), so nothing was started. Look at CONCERTMASTER_STORE__URL.
whose-connection = The store has { $count } organisations, and none of them is at { $name } yet. Nothing was started: give this one a store of its own, by CONCERTMASTER_STORE__URL.
running = Concertmaster runs; it listens on { $host }, port { $port }. Ctrl-C stops it.
working = This process plans and sends, and takes nothing in. Ctrl-C stops it.
working-at = This process plans and sends, and takes nothing in; on 127.0.0.1, port { $port }, it says whether it is well. Ctrl-C stops it.
worker-alone = On SQLite one process does everything, so no worker was started: `concertmaster run` plans and sends by itself. With PostgreSQL there can be several; docs/operate.md says how to get there.
bad-setting = { $name } cannot be read: { $why }.
store-current = The database has the tables of this release.
contacts = { $some ->
    [all] { $name } names whom somebody can turn to who needs help, whatever it is with.
    [none] { $name } names nobody whom somebody can turn to who needs help: `contacts:` in its roster is where it would.
   *[some] { $name } names nobody whom somebody can turn to with { $kinds }: `contacts:` in its roster is where it would.
 }
store-behind = The database does not have the tables of this release. `concertmaster migrate` brings it up; nothing is lost.
no-file = { $file } cannot be read: { $why }.
score-clean = { $file } can be loaded: { $lines ->
    [one] one line
   *[other] { $lines } lines
} in { $parts ->
    [one] one part
   *[other] { $parts } parts
}.
no-store = There is no demo yet to load it into. Start `concertmaster demo` once; then load the file.
score-same = { $file } says what the edition in force says, so nothing was changed.
score-loaded = Edition { $number } of { $name } is in force. Lines that kept their ids kept their ties.
score-refused = Nothing was changed; the edition in force stays in force.
score-ask = Put this in force? [y/N]
score-not-asked = Nothing was changed: there is nobody here to ask. `--yes` puts it in force without asking.
score-left = Nothing was changed; the edition in force stays in force.
score-imported = { $file } became { $lines ->
    [one] one line
   *[other] { $lines } lines
} in { $parts ->
    [one] one part
   *[other] { $parts } parts
}, with { $people ->
    [one] one person
   *[other] { $people } people
} to be in the roster. What our words do not say exactly stands under `kept:`.
score-exists = { $file } is there already, and was left as it is. Name another file.
score-none = There is no edition in force to be handed back. Name a file, or load one.
no-demo = there is no demo yet; start `concertmaster demo` once, or name a file with --score
row-wants = this row has no text under `{ $name }`, so it was left out.
row-wants-list = `{ $name }` is not a list of texts, so this row was left out.
row-long = this row has more than { $most } characters, so it was left out.
row-not-object = this row is not one JSON object, so it was left out.
made-up = { $count ->
    [one] There is no file of people, so one was made up from the score
   *[other] There is no file of people, so { $count } were made up from the owners in the score
}: { $people }.
people-alone = People play from a score: give its file too, with --score.
days-of-example = Only the example has days to begin on: an organisation of your own begins when its first prompts are due. Leave out --day.
no-such-day = { $day } cannot be walked into. The example's days are the working days from { $first } to { $last }.
no-oauth = Slack is configured by the token of one workspace, so there is no link to make: that workspace is connected. For several, set CONCERTMASTER_SLACK__CLIENT_ID and what docs/settings.md lists beside it.
connect = Whoever may install apps in the Slack workspace opens this link, once, within a day:
    { $link }
admin = { $handle } is an admin. Their code is { $code }: they write it to Concertmaster in Slack, once, within a day, and their account is theirs.
which-organisation = { $count ->
    [0] There is no organisation in the store yet. Start `concertmaster run` once, or make one with `concertmaster connect --organisation`.
   *[other] Say which organisation, with --organisation; there are { $names }.
 }
no-key-file = There is no file for a key: set CONCERTMASTER_VAULT__KEY_FILE.
rotated = { $count ->
    [0] Everything is sealed with the first master key.
    [one] One installation was sealed anew. The first master key seals everything now; the others can be taken away.
   *[other] { $count } installations were sealed anew. The first master key seals everything now; the others can be taken away.
 }
not-rotated = Not everything could be sealed anew ({ $why }). What was not is as it was; put the missing key behind the others, and begin again.
moving = Everything in the database of CONCERTMASTER_STORE__URL is to be copied. Nobody may use it meanwhile; nothing in it is changed.
moved-table = table
moved-rows = rows here
moved-sum = checksum here
moved-rows-there = rows there
moved-sum-there = checksum there
moved-same = { $same ->
    [yes] same
   *[no] DIFFERENT
}
moved = { $rows } rows in { $tables } tables are there now, and the same. Set CONCERTMASTER_STORE__URL to the new address wherever Concertmaster runs, and put the old database away: whoever starts on it again would ask everybody again.
not-moved = { $why ->
    [no-address] That is no address of a database, so nothing was copied. It looks like postgresql://name@host/database (the password goes into PGPASSWORD or a password file) or sqlite:///folder/file.db.
    [same] Both addresses are those of one database, so nothing was copied.
    [behind] The database to be read does not have the tables of this release ({ $about }), so nothing was copied. Bring it up by `concertmaster migrate` first.
    [in-use] The database to be read is in use, so nothing was copied. Stop `concertmaster run`, every `concertmaster worker` and whoever else has it open; then begin again.
    [not-empty] There is something in the other database already ({ $about }), so nothing was copied and nothing in it was touched. Name an empty one.
    [other-release] The other database has the tables of another release, so nothing was copied and nothing in it was touched. Name an empty one.
    [away] The database to be read cannot be read ({ $about }), so nothing was copied. Look at CONCERTMASTER_STORE__URL.
    [away-there] The other database cannot be filled ({ $about }), so nothing is there that was not there before. Look at the address, and whether its user may make tables.
    [untaken] The other database does not take a row ({ $about }). Nothing is there that was not there before, and the one that was read is as it was.
   *[different] What was copied is not the same on both sides ({ $about }), so none of it was kept: the other database is as empty as before, and the one that was read is as it was. Tell us of it.
}
preview-order = { $last } comes before { $first }. Nothing was looked at.
preview-over = { $last } is over. --team and --as-of show a team’s digest of an earlier day.
preview-far = { $days ->
    [one] One day
   *[other] { $days } days
 } can be looked ahead at most, so until { $last }.
preview-too-many = That is about { $count } people, and { $most } can be looked ahead for at once. --person or --team says for whom.
preview-nothing = Nothing would be sent.
preview-if = Seen from { DAY($at) } { HOUR($at) } UTC, if nobody answers and nothing else happens; hours are those of who gets it.
no-person = Nobody here has the handle { $handle }. `concertmaster people export` writes who is here.
no-team = No team here has the handle { $handle }. `concertmaster people export` writes which there are.
week-of-what = The week of which day? --as-of says it, with --team.
as-of-whom = Whose digest? --team says of which team.
as-of-ahead = { $day } is still to come, and its digest too. --from and --to say what would be sent then.
