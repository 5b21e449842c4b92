#!/usr/bin/env bash
# Calls about domestic violence: rows are refused, totals by sex score too high, totals without sex are released with controls.
. "$(dirname "$0")/session.sh"
start
ok almanac program update --title "Town of Example" --time-zone America/Phoenix --profile gilbert
ok almanac department create police --title Police --contact-email police@example.gov
person dana "Dana Whitcomb"; ok almanac person grant dana administrator
person keisha "Keisha Boone"; ok almanac person grant keisha coordinator --department police
person alan "Alan Reyes"; ok almanac person grant alan owner --department police
person helen "Helen Marsh"; ok almanac person grant helen privacy_officer
person ruben "Ruben Ochoa"; ok almanac person grant ruben manager
person lee "Lee Moss"; ok almanac person grant lee leadership

# One row a call. The words of the title and a mark of the address make it tier 3, whatever anybody answers.
ok almanac --account keisha dataset create dv-calls --title "Domestic Violence Calls" --department police --owner alan \
  --description "One row a call." --frequency R/P1D --source-system CAD --classification potentially_sensitive --licence CC0-1.0 \
  --granularity incident \
  --fields "name=call_time,type=datetime,definition=When,release=as_is,quasi_identifier=true" \
  --fields "name=address,type=text,definition=Where,release=treated,treatment=100 block,quasi_identifier=true"
says "domestic violence (A.R.S. 13-3601" almanac dataset check dv-calls -o table
ok almanac --account keisha dataset submit dv-calls --confirm all
ok almanac --account keisha assessment set dv-calls --impact-before very_high --likelihood-before very_high \
  --impact-after very_high --likelihood-after high --method "The 100 block, and no names."
says "by our rule it is not released" almanac assessment show dv-calls -o table
refused 6 "one of totals" almanac --account keisha assessment set dv-calls --scoring smallest_cell=1,period=month
# Not by all of them together.
ok almanac --account alan review approve dv-calls-1
refused 5 "Somebody who knows a person" almanac --account helen review approve dv-calls-1
ok almanac --account helen review approve dv-calls-1 --confirm all
refused 5 "Nobody could learn from it" almanac --account ruben review approve dv-calls-1
ok almanac --account ruben review approve dv-calls-1 --confirm all
refused 5 "very high" almanac --account lee dataset decide dv-calls release --reason "People ask for it." --rationale "Asked for."
ok almanac --account lee dataset decide dv-calls aggregate_only --reason "No treatment of single calls is safe. Totals show what the town does."
says "no_aggregate" almanac --account dana agreement openings

# Totals by sex: the sheet says 15, and 12 is the most.
ok almanac --account keisha dataset create dv-totals --title "Domestic Violence Calls, Quarterly Totals" --department police --owner alan \
  --description "Calls a quarter, by district." --frequency R/P3M --source-system CAD --classification potentially_sensitive --licence CC0-1.0 \
  --granularity aggregate --aggregation-threshold 11 \
  --fields "name=quarter,type=text,definition=2026-Q1,release=as_is" --fields "name=sex,type=code,definition=f or m,release=as_is" \
  --fields "name=calls,type=integer,definition=How many,release=treated,treatment=1 to 10 hidden" \
  --distributions "kind=file,format=CSV,media_type=text/csv,download_url=https://example.gov/dv.csv"
says "15" almanac --account keisha assessment set dv-totals --scoring smallest_cell=11,sex=true,period=quarter,residents=38400 -o table
says "15 is over 12" almanac assessment show dv-totals -o table
ok almanac --account keisha dataset submit dv-totals --confirm all
ok almanac --account helen dataset decide dv-totals defer --changes granularity --reason "By sex it scores 15, and 12 is the most. Take sex out."
says "granularity" almanac review show dv-totals-1

# Without sex it scores 8. Four people agree, and it is out with controls.
ok almanac --account keisha dataset update dv-totals --fields "name=quarter,type=text,definition=2026-Q1,release=as_is" \
  --fields "name=calls,type=integer,definition=How many,release=treated,treatment=1 to 10 hidden"
ok almanac --account keisha assessment set dv-totals --scoring smallest_cell=11,period=quarter,residents=38400 \
  --impact-before very_high --likelihood-before moderate --impact-after high --likelihood-after low --method "No cell under 11; by district and quarter alone."
says "Score 8" sh -c 'almanac assessment show dv-totals -o table | tr -s " "'
ok almanac --account keisha dataset submit dv-totals --confirm all
ok almanac --account alan review approve dv-totals-2
ok almanac --account helen review approve dv-totals-2 --confirm all
ok almanac --account ruben review approve dv-totals-2 --confirm all
ok almanac --account lee dataset decide dv-totals release_with_controls --reason "Totals by quarter, no cell under eleven. A new breakdown is scored first."
ok almanac --account dana dataset publish dv-totals
ok almanac --account keisha dataset update dv-calls --stand-in dv-totals
says '{}' almanac agreement openings -o json
stop
