# Where measures stand, and readings that come in several at once, as a terminal tells them.

measure = { $address } { $words }
stands = { $read }
never = Never read.
late = It is { $late }.
fresh = To be read again on { $day }.
none = No measure is in the score.
no-such = No measure stands at { $address }. `concertmaster measures show` lists all of them.
new = { $count ->
    [one] One reading is new:
   *[other] { $count } readings are new:
 }
corrected = { $count ->
    [one] One reading is corrected:
   *[other] { $count } readings are corrected:
 }
known = { $count ->
    [one] One reading is known already.
   *[other] { $count } readings are known already.
 }
reading = { $address }, { $day }: { $value }
correction = { $address }, { $day }: { $was } -> { $now }
noted = { $address }, { $day }: { $value }, with another note
kept = Kept. { $count ->
    [0] No reading is new
    [one] One reading is new
   *[other] { $count } readings are new
 }, { $corrected ->
    [0] none is corrected
    [one] one is corrected
   *[other] { $corrected } are corrected
 }.
not-kept = Nothing was kept: other readings came meanwhile, or the database is away. Do it once more.
nothing = Nothing would change.
refused = Nothing was kept; every measure reads as before.
webhook = Readings can be posted to { $address } now, signed with this key:

    key     { $key }
    secret  { $secret }

 The secret is shown this once. A key that was here before holds for another 24 hours. docs/measures.md says how to sign.
webhook-off = { $count ->
    [0] There was no key.
    [one] The key was taken away: nothing that is signed with it is taken any more.
   *[other] { $count } keys were taken away: nothing that is signed with them is taken any more.
 }
