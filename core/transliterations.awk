# Makes the C table of replacements from data/transliterations.tsv.
BEGIN { FS = "\t"; print "/* Made from data/transliterations.tsv. */" }
/^U\+/ { gsub(/[\\"]/, "\\\\&", $3); printf "{0x%s, 0x%s, \"%s\"},\n", substr($1, 3), substr($2, 3), $3 }
