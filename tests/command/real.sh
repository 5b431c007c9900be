#!/bin/sh
# Recalls of the authorities' own files, read by eye and compared field by field. REAL_DATA names their folder.
[ -n "${REAL_DATA:-}" ] && [ -r "$REAL_DATA/kba.csv" ] || exit 77
. "$SRCDIR/tests/command/lib.sh"

# recall FILE CAMPAIGN: the recall is in the output.
recall()
{
    run import --quiet --db "$folder/$1.db" --rejects /dev/null "$REAL_DATA/$1"
    expect_status 0
    run search --json --db "$folder/$1.db" "campaign:$2"
    expect_status 0
    expect_lines 1
}

recall kba.csv 12463
expect_out '"campaign":"12463","authority":"kba","headline":"Ein elektrischer Fehler im ABS-Steuermodul kann zum Kurzschluss mit erhöhter Brandgefahr führen"'
expect_out '"text":"Ein elektrischer Fehler im ABS-Steuermodul kann zum Kurzschluss mit erhöhter Brandgefahr führen.\n\nErsatz der Multisicherung und der Sicherungskastenabdeckung durch optimierte Bauteile gemäß KTI."'
expect_out '"categories":["electrics"],"make":"KIA","models":["SPORTAGE"]'
expect_out '"years":[2013,2015]'
expect_out '"hazards":["fire"],"remedies":["replace"]'
expect_out '"sources":[{"name":"kba.csv","position":20}]'

recall nhtsa-flat.txt 02V196000
expect_out '"campaign":"02V196000","authority":"nhtsa","headline":"SOME OF THE PASSENGER AIR BAG MODULES WERE NOT PROPERLY WELDED AND MAY NOT DEPLOY IN A COLLISION"'
expect_out 'DEALERS WILL REPLACE THE PASSENGER AIR BAG MODULE.  OWNER NOTIFICATION BEGAN AUGUST 2, 2002.'
expect_out '"categories":["airbag"]'
expect_out '"INTEGRA"'
expect_out '"INSIGHT"'
expect_out '"years":[2001,2001],"date":"2002-08-02","started":"2002-08-02"'
expect_out '"hazards":["airbag_no_deploy","injury"],"remedies":["replace"]'
expect_out '"sources":[{"name":"nhtsa-flat.txt","position":0},{"name":"nhtsa-flat.txt","position":1}]'
run search --count --db "$folder/nhtsa-flat.txt.db" make:acura model:integra year:2001 campaign:02V196000
expect_out 1

recall dvsa.csv R/2010/184
expect_out '"campaign":"R/2010/184","authority":"dvsa","headline":"SEAT BELT MAY BECOME INSECURE"'
expect_out '\nRecall all affected vehicles to check and if necessary  re-torque the mounting bolts."'
expect_out '"categories":["restraint"],"make":"MERCEDES BENZ","models":["SPRINTER"]'
expect_out '"years":null'
run search --json --db "$folder/dvsa.csv.db" 'wheel knave'
expect_out '"campaign":"R/2012/084"'
expect_out '"make":"DENNIS EAGLE","models":["ELITE"]'
expect_out '"remedies":["replace"]'

recall vrdb.csv 2014299
expect_out '"campaign":"2014299","authority":"vrdb","headline":"Passenger (frontal) airbag inflator could produce excessive internal pressure during airbag deployment"'
expect_out '"categories":["airbag"],"make":"BMW","models":["3 SERIES"]'
expect_out '"years":[2000,2006]'
expect_out '"hazards":["airbag_no_deploy","airbag_rupture","injury"],"remedies":["replace"]'
expect_out 'Sur certains véhicules, le générateur de gaz'
expect_out '{"name":"vrdb.csv","position":6}]'

# The same rows in another order: the same recalls.
sed -n '1!G;h;$p' "$REAL_DATA/nhtsa-flat.txt" >"$folder/turned.txt"
run import --json --db "$folder/nhtsa-flat.txt.db" --source nhtsa-flat.txt "$folder/turned.txt"
expect_out '"new":0,"changed":0,"unchanged":348,"unlisted":0,'
finish
