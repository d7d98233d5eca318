# SPDX-License-Identifier: MIT
# fish completion of epimark
set -l services tvmaze tvdb tvdb2 trakt trakt1
complete -c epimark -l config -r -d 'options of another file'
complete -c epimark -l help -d 'tell more'
complete -c epimark -n '__fish_seen_subcommand_from login logout status' -xa "$services"
complete -c epimark -n '__fish_seen_subcommand_from status history queue options' -l json
complete -c epimark -n '__fish_seen_subcommand_from status' -l offline
complete -c epimark -n '__fish_seen_subcommand_from parse' -l explain
complete -c epimark -n '__fish_seen_subcommand_from match' -l jsonl
complete -c epimark -n '__fish_seen_subcommand_from history' -l limit -x
complete -c epimark -n '__fish_seen_subcommand_from sync' -l backlog
complete -c epimark -n '__fish_seen_subcommand_from fix' -l series -x -a 'tvdb: tvmaze:'
complete -c epimark -n '__fish_seen_subcommand_from fix' -l season -x
complete -c epimark -n '__fish_seen_subcommand_from fix' -l episode -x
# ---- tables ----
complete -c epimark -n __fish_use_subcommand -xa parse -d 'what file names say: a JSON object for each'
complete -c epimark -n __fish_use_subcommand -xa options -d 'every option: its value, where that comes from, what it does'
complete -c epimark -n __fish_use_subcommand -xa version -d 'the version, and whose data it is'
complete -c epimark -n __fish_use_subcommand -xa help -d 'this text, or that of a command'
complete -c epimark -n "__fish_seen_subcommand_from help" -xa 'parse options version help'
complete -c epimark -l set -x -d 'set an option' -a 'watched_percent= played_percent= min_seconds= rewatch_hours= match= tvdb_api= trakt_api= scrobble_on= rate_on= language= order= ignore= only= live= keys= osd= http_timeout= ca_file= credential_store= tvmaze_url= tvmaze_user_url= tvdb_url= tvdb2_url= trakt_url= trakt_auth_url= trakt1_url='
# ---- end ----
