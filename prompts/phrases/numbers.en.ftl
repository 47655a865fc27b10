# Numbers up to twelve are written in words inside sentences, and in figures in tables.
n0 = none
n1 = one
n2 = two
n3 = three
n4 = four
n5 = five
n6 = six
n7 = seven
n8 = eight
n9 = nine
n10 = ten
n11 = eleven
n12 = twelve
