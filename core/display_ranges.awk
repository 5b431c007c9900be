# Makes the C table of drawable code points from data/display-ranges.tsv.
BEGIN { FS = "\t"; print "/* Made from data/display-ranges.tsv. */" }
/^[12]\t/ { printf "{0x%s, 0x%s, %s},\n", substr($2, 3), substr($3, 3), $1 }
