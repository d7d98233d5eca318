# SPDX-License-Identifier: MIT
# fish completion of epimark
set -l services tvmaze tvdb tvdb2 trakt trakt1
complete -c epimark -l config -r -d 'options of another file'
complete -c epimark -l help -d 'tell more'
complete -c epimark -n '__fish_seen_subcommand_from login logout status' -xa "$services"
complete -c epimark -n '__fish_seen_subcommand_from status history queue sync options' -l json
complete -c epimark -n '__fish_seen_subcommand_from status' -l offline
complete -c epimark -n '__fish_seen_subcommand_from parse' -l explain
complete -c epimark -n '__fish_seen_subcommand_from match' -l jsonl
complete -c epimark -n '__fish_seen_subcommand_from history' -l limit -x
complete -c epimark -n '__fish_seen_subcommand_from sync' -l backlog
complete -c epimark -n '__fish_seen_subcommand_from mark' -l as -xa 'watched acquired skipped'
complete -c epimark -n '__fish_seen_subcommand_from login' -l page
complete -c epimark -n '__fish_seen_subcommand_from login' -l values
complete -c epimark -n '__fish_seen_subcommand_from api' -l data -x
complete -c epimark -n '__fish_seen_subcommand_from api' -l all-pages
complete -c epimark -n '__fish_seen_subcommand_from api' \
    -xa '(epimark api (string match -r "^[a-z0-9-]+\$" -- (commandline -opc)[3]) 2>/dev/null |
         string match -rg "^([a-z][a-z0-9-]*) "; epimark api | string match -rg "^(\S+) .*routes\$")'
complete -c epimark -n '__fish_seen_subcommand_from rate' -l season
complete -c epimark -n '__fish_seen_subcommand_from rate' -l series
complete -c epimark -n '__fish_seen_subcommand_from fix' -l series -x -a 'tvdb: tvmaze:'
complete -c epimark -n '__fish_seen_subcommand_from fix' -l season -x
complete -c epimark -n '__fish_seen_subcommand_from fix' -l episode -x
# ---- tables ----
complete -c epimark -n __fish_use_subcommand -xa login -d 'sign in to a service'
complete -c epimark -n __fish_use_subcommand -xa logout -d 'sign out: forget the credentials of a service'
complete -c epimark -n __fish_use_subcommand -xa status -d 'who is signed in where, and what is held back'
complete -c epimark -n __fish_use_subcommand -xa parse -d 'what file names say: a JSON object for each'
complete -c epimark -n __fish_use_subcommand -xa match -d 'which episode a file is, asked of the catalogues: a JSON object for each'
complete -c epimark -n __fish_use_subcommand -xa history -d 'what was watched and rated, the newest first'
complete -c epimark -n __fish_use_subcommand -xa queue -d 'what no service has taken yet, and why'
complete -c epimark -n __fish_use_subcommand -xa sync -d 'send now what waits'
complete -c epimark -n __fish_use_subcommand -xa rate -d 'rate an episode, its season or series from 1 to 10; 0 takes the rating back'
complete -c epimark -n __fish_use_subcommand -xa mark -d 'mark an episode as watched'
complete -c epimark -n __fish_use_subcommand -xa undo -d 'take back the last thing done'
complete -c epimark -n __fish_use_subcommand -xa fix -d 'say which series it really is, from now on'
complete -c epimark -n __fish_use_subcommand -xa follow -d 'follow a series at TVmaze'
complete -c epimark -n __fish_use_subcommand -xa tag -d 'put a tag on a series at TVmaze'
complete -c epimark -n __fish_use_subcommand -xa marked -d 'what is marked, followed and tagged at TVmaze'
complete -c epimark -n __fish_use_subcommand -xa api -d 'call a web service yourself, route by route'
complete -c epimark -n __fish_use_subcommand -xa options -d 'every option: its value, where that comes from, what it does'
complete -c epimark -n __fish_use_subcommand -xa version -d 'the version, and whose data it is'
complete -c epimark -n __fish_use_subcommand -xa help -d 'this text, or that of a command'
complete -c epimark -n "__fish_seen_subcommand_from help" -xa 'login logout status parse match history queue sync rate mark undo fix follow tag marked api options version help'
complete -c epimark -l set -x -d 'set an option' -a 'watched_percent= played_percent= min_seconds= rewatch_hours= match= tvdb_api= trakt_api= scrobble_on= rate_on= language= order= ignore= only= live= keys= osd= http_timeout= ca_file= credential_store= tvmaze_url= tvmaze_user_url= tvdb_url= tvdb2_url= trakt_url= trakt_auth_url= trakt1_url='
# ---- end ----
