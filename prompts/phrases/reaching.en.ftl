# How somebody says by which door they want to be reached: a beginning, and a door behind it. Spellings are parted by |.

begins = reach me in | reach me on | write to me in | write to me on | message me in | message me on | please reach me in | please reach me on | please write to me in | please write to me on | please message me in | please message me on
here = reach me here | write to me here | message me here | please reach me here | please write to me here | please message me here
slack = slack
teams = teams | microsoft teams | ms teams
web = the browser | my browser | the web
console = a terminal | the terminal | my terminal
