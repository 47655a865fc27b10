# What the commands say.

no-sign-in = { $host } can be reached by others, and nobody would have to sign in: so nothing was started. Listen on 127.0.0.1, or try `concertmaster demo`, which needs neither.
no-door = No door for an organisation is configured. The browser's needs sign-in, which this release does not have; `concertmaster demo` and `concertmaster chat` run without.
store-current = The database has the tables of this release.
store-behind = The database does not have the tables of this release. `concertmaster migrate` brings it up; nothing is lost.
no-file = { $file } cannot be read: { $why }.
score-clean = { $file } can be loaded: { $lines ->
    [one] one line
   *[other] { $lines } lines
} in { $parts ->
    [one] one part
   *[other] { $parts } parts
}.
