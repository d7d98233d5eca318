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
# ---- end ----
