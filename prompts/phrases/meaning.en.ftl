# What is said of meaning to whoever runs Concertmaster.

off = Meaning is off: tasks find their lines by words, and no text goes anywhere for it.
answers = { $slow ->
    [yes] Meaning is on ({ $model }). It said what a sentence of ours means in { $milliseconds } ms, which is longer than a check-in waits for it: the first answer may be, but if the next ones are too, words alone decide.
   *[no] Meaning is on ({ $model }). It said what a sentence of ours means in { $milliseconds } ms.
}
silent = Meaning is on, but what was asked did not say what a sentence of ours means ({ $why }). Words alone decide until it does. docs/meaning.md says what each answer can mean.
wants = Meaning is half configured. It wants { $names } too, or CONCERTMASTER_MEANING__FOLDER alone; with none of them set it is off.
one-of = Meaning comes from one place, and { $names } name two. Unset one of them.
no-packages = CONCERTMASTER_MEANING__FOLDER names a model, and the package { $name } is not installed, which reads it. docs/meaning.md has the command.
no-model = CONCERTMASTER_MEANING__FOLDER names no model that can be read: { $why }. docs/meaning.md says which one it is for.
