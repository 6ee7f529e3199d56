#!/bin/sh
# What a stranger does with the words of `tinhuy provenance` (standard input) in the folder of an
# archive ($1): runs each command and compares what it prints, and then asks warcio for the body at
# the place that is told, which uses none of those commands. Prints how much was checked; ends with
# 1 where anything is otherwise than told, or where nothing was told.
set -u
cd "$1" || exit 2
command='' expected='' file='' offset='' digest='' checked=0 bodies=0 wrong=0
newline='
'

otherwise() {
    wrong=$((wrong + 1))
    printf 'otherwise than told: %s\n' "$1"
}

compare() {
    [ -n "$command" ] || return 0
    checked=$((checked + 1))
    found=$(sh -c "$command") || found="$found (and it failed)"
    [ "$found" = "$expected" ] || otherwise "$command"
    command=''
}

ask_warcio() {
    [ -n "$offset" ] || return 0
    bodies=$((bodies + 1))
    found=$(warcio extract --payload "$file" "$offset" | sha256sum)
    [ "$found" = "$digest  -" ] || otherwise "the body at byte $offset of $file"
    offset=''
}

value() { printf '%s\n' "$1" | sed 's/^  .\{20\}//; s/ .*//'; }

while IFS= read -r line; do
    case $line in
        '  $ '*) compare; command=${line#'  $ '} expected='' ;;
        '    '*) [ -z "$command" ] || expected="${expected:+$expected$newline}${line#'    '}" ;;
        *)
            compare
            case $line in
                article*) ask_warcio ;;
                '  body SHA-256'*) digest=$(value "$line") ;;
                '  WARC file'*) file=$(value "$line") ;;
                '  offset'*) offset=$(value "$line") ;;
                '  now called'*) file=$(value "$line") ;;
                '  payload lies in'*)
                    offset=${line##*at byte } file=${line##*, }
                    offset=${offset%%,*} ;;
            esac ;;
    esac
done
compare
ask_warcio
printf '%s commands, %s bodies, %s otherwise than told\n' "$checked" "$bodies" "$wrong"
[ "$wrong" -eq 0 ] && [ "$checked" -gt 0 ]
