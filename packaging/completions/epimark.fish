# SPDX-License-Identifier: MIT
# fish completion of epimark

# The words before this one that are no options: the command and what follows it.
function __epimark_words
    set -l skip no
    for word in (commandline -opc)[2..]
        if test $skip = yes
            set skip no
        else if contains -- $word --config --set --data --limit --as
            set skip yes
        else if not string match -q -- '-*' $word
            echo $word
        end
    end
end

# __epimark_in COMMAND...: whether it is one of these.
function __epimark_in
    contains -- (__epimark_words)[1] $argv
end

# __epimark_at COUNT [COMMAND...]: whether so many words are there, the first one of these.
function __epimark_at
    set -l words (__epimark_words)
    test (count $words) -eq $argv[1]; or return
    test (count $argv) -eq 1; or contains -- $words[1] $argv[2..]
end

set -l services tvmaze tvdb tvdb2 trakt trakt1
complete -c epimark -l config -r -d 'options of another file'
complete -c epimark -n 'not __epimark_in api' -l data -xa '(__fish_complete_directories)' \
    -d 'the journal of another folder'
complete -c epimark -l help -d 'tell more'
complete -c epimark -n '__epimark_in login logout status history queue sync api options version' -f
complete -c epimark -n '__epimark_at 1 login logout' -xa "$services"
complete -c epimark -n '__epimark_in status' -xa "$services"
complete -c epimark -n '__epimark_at 1 queue' -xa 'retry drop'
complete -c epimark -n '__epimark_at 1 rate' -xa '1 2 3 4 5 6 7 8 9 10 0'
complete -c epimark -n '__epimark_at 1 tag' -f
complete -c epimark -n '__epimark_at 1 api' \
    -xa '(epimark api 2>/dev/null | string match -rg "^(\S+) .*routes\$")'
complete -c epimark -n '__epimark_at 2 api' \
    -xa '(epimark api (__epimark_words)[2] 2>/dev/null | string match -rg "^([a-z]\S*) ")'
# ---- tables ----
complete -c epimark -n '__epimark_at 0' -xa login -d 'sign in to a service'
complete -c epimark -n '__epimark_at 0' -xa logout -d 'sign out: forget the credentials of a service'
complete -c epimark -n '__epimark_at 0' -xa status -d 'your accounts, and what is waiting for them'
complete -c epimark -n '__epimark_at 0' -xa parse -d 'read file names: a JSON object for each'
complete -c epimark -n '__epimark_at 0' -xa match -d 'look up which episode a file is'
complete -c epimark -n '__epimark_at 0' -xa why -d 'why a file is taken for an episode, or for none'
complete -c epimark -n '__epimark_at 0' -xa search -d 'search the catalogues for a series'
complete -c epimark -n '__epimark_at 0' -xa history -d 'what was watched and rated, newest first'
complete -c epimark -n '__epimark_at 0' -xa progress -d 'how far you are with each series, and what comes next'
complete -c epimark -n '__epimark_at 0' -xa next -d 'the next episode of each series that you watch'
complete -c epimark -n '__epimark_at 0' -xa report -d 'what you watched in figures, as a page for a browser'
complete -c epimark -n '__epimark_at 0' -xa queue -d 'what has not been sent yet, and why'
complete -c epimark -n '__epimark_at 0' -xa sync -d 'send now what is waiting'
complete -c epimark -n '__epimark_at 0' -xa rate -d 'rate an episode, its season or series from 1 to 10; 0 takes the rating back'
complete -c epimark -n '__epimark_at 0' -xa mark -d 'mark episodes as watched'
complete -c epimark -n '__epimark_at 0' -xa unmark -d 'take back that episodes are marked as watched'
complete -c epimark -n '__epimark_at 0' -xa undo -d 'take back the last mark, rating or correction'
complete -c epimark -n '__epimark_at 0' -xa fix -d 'correct a wrong match'
complete -c epimark -n '__epimark_at 0' -xa order -d 'the numbering that names of a series follow'
complete -c epimark -n '__epimark_at 0' -xa pending -d 'say which series or episode is meant, of all that is unsure'
complete -c epimark -n '__epimark_at 0' -xa import -d 'take in what was watched and rated elsewhere'
complete -c epimark -n '__epimark_at 0' -xa reconcile -d 'compare what a service holds with the journal, and repair it'
complete -c epimark -n '__epimark_at 0' -xa forget -d 'erase what was watched from this computer'
complete -c epimark -n '__epimark_at 0' -xa backup -d 'copy the journal to a file'
complete -c epimark -n '__epimark_at 0' -xa restore -d 'have a backup take the place of the journal'
complete -c epimark -n '__epimark_at 0' -xa export -d 'write the journal as JSON, CSV, or for Trakt'\''s import'
complete -c epimark -n '__epimark_at 0' -xa follow -d 'follow a series, a person, a network or a web channel at TVmaze'
complete -c epimark -n '__epimark_at 0' -xa tag -d 'put a tag on a series at TVmaze; rename or delete a tag'
complete -c epimark -n '__epimark_at 0' -xa marked -d 'what is marked, followed and tagged at TVmaze'
complete -c epimark -n '__epimark_at 0' -xa api -d 'call any route of a web service'
complete -c epimark -n '__epimark_at 0' -xa doctor -d 'check all that has to work, and say what to do'
complete -c epimark -n '__epimark_at 0' -xa options -d 'every option: its value, where it comes from, what it does'
complete -c epimark -n '__epimark_at 0' -xa version -d 'the version and the credits'
complete -c epimark -n '__epimark_at 0' -xa help -d 'this text, or the help of a command'
complete -c epimark -n '__epimark_in login' -l page -d 'confirm on a web page, even without a terminal'
complete -c epimark -n '__epimark_in login' -l here -d 'tvmaze: the same without an e-mail, in a browser signed in there'
complete -c epimark -n '__epimark_in login' -l redirect -x -d 'with --here: where the page leads to afterwards'
complete -c epimark -n '__epimark_in login' -l values -d 'type credentials that you already have'
complete -c epimark -n '__epimark_in status' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in status' -l offline -d 'do not ask the services: show what is known here'
complete -c epimark -n '__epimark_in parse' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in parse' -l explain -d 'first print each word, what it was read as, and the rule'
complete -c epimark -n '__epimark_in match' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in match' -l jsonl -d 'with -: a line is {"input":NAME,"duration":SECONDS}'
complete -c epimark -n '__epimark_in why' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in why' -l last -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in search' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in history' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in history' -l csv -d 'CSV on standard output, for spreadsheets'
complete -c epimark -n '__epimark_in history' -l limit -x -d 'show at most N entries; default 20, with --json or --csv all'
complete -c epimark -n '__epimark_in history' -l series -x -d 'with this in the title of the series, or its id: tvdb:81189'
complete -c epimark -n '__epimark_in history' -l since -x -d 'watched (or only rated) on that day or later'
complete -c epimark -n '__epimark_in history' -l until -x -d 'watched (or only rated) on that day or before'
complete -c epimark -n '__epimark_in history' -l state -xa 'waits rated held sent kept refused dropped undone left parked' -d 'in this state'
complete -c epimark -n '__epimark_in history' -l rated -d 'rated, or rated N: the episode, its season or its series'
complete -c epimark -n '__epimark_in history' -l file -rF -d 'of this file'
complete -c epimark -n '__epimark_in progress' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in progress' -l all -d 'also what you watched last over a year ago'
complete -c epimark -n '__epimark_in progress' -l offline -d 'do not ask the catalogues: show what is known here'
complete -c epimark -n '__epimark_in progress' -l last -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in next' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in next' -l all -d 'also what you watched last over a year ago'
complete -c epimark -n '__epimark_in next' -l offline -d 'do not ask the catalogues: show what is known here'
complete -c epimark -n '__epimark_in next' -l last -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in report' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in report' -l year -x -d 'only what was watched in that year'
complete -c epimark -n '__epimark_in report' -l series -x -d 'only of this series, or its id: tvdb:81189'
complete -c epimark -n '__epimark_in report' -l private -d 'without titles'
complete -c epimark -n '__epimark_in report' -l force -d 'replace FILE even if it is not a report'
complete -c epimark -n '__epimark_in queue' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in queue' -l last -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in queue' -l limit -x -d 'show at most N entries; default 20, with --json all'
complete -c epimark -n '__epimark_in sync' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in sync' -l backlog -d 'also send what you watched before you signed in'
complete -c epimark -n '__epimark_in rate' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in rate' -l season -d 'rate its season'
complete -c epimark -n '__epimark_in rate' -l series -d 'rate its whole series'
complete -c epimark -n '__epimark_in rate' -l last -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in rate' -l missing -d 'also of a FILE that does not exist'
complete -c epimark -n '__epimark_in rate' -l force -d 'also an episode that the catalogues do not have'
complete -c epimark -n '__epimark_in rate' -l limit -x -d 'of the list: show at most N entries'
complete -c epimark -n '__epimark_in mark' -l as -xa 'watched acquired skipped' -d 'watched, acquired or skipped'
complete -c epimark -n '__epimark_in mark' -l last -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in mark' -l missing -d 'also of a FILE that does not exist'
complete -c epimark -n '__epimark_in mark' -l force -d 'also an episode that the catalogues do not have'
complete -c epimark -n '__epimark_in unmark' -l last -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in undo' -l last -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in fix' -l series -xa 'tvdb: tvmaze: imdb:tt' -d 'an id (tvdb:81189, tvmaze:169, imdb:tt0903747), or a title'
complete -c epimark -n '__epimark_in fix' -l season -x -d 'the correct season'
complete -c epimark -n '__epimark_in fix' -l episode -x -d 'the correct episode'
complete -c epimark -n '__epimark_in fix' -l folder -d 'move the numbers of that season in the folder by as much'
complete -c epimark -n '__epimark_in fix' -l order -x -d 'the numbering that names of the series follow'
complete -c epimark -n '__epimark_in fix' -l none -d 'none of the series that come close'
complete -c epimark -n '__epimark_in fix' -l leave -d 'no episode: leave the file alone'
complete -c epimark -n '__epimark_in fix' -l last -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in order' -l last -xa '[auto aired dvd absolute alternate regional' -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in pending' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in import' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in import' -l apply -d 'take it in'
complete -c epimark -n '__epimark_in import' -l opened -d 'take what was only opened for watched'
complete -c epimark -n '__epimark_in import' -l series -x -d 'take only this series or film'
complete -c epimark -n '__epimark_in import' -l watched -d 'take every video of a folder for watched; its name is read'
complete -c epimark -n '__epimark_in import' -l dates -x -d 'the order of its dates: day-first or month-first'
complete -c epimark -n '__epimark_in import' -l profile -x -d 'of an export with the viewings of several people: this one'\''s'
complete -c epimark -n '__epimark_in import' -l all -d 'list every series and every line that cannot be read'
complete -c epimark -n '__epimark_in reconcile' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in reconcile' -l to-service -d 'send what is missing there'
complete -c epimark -n '__epimark_in reconcile' -l to-journal -d 'take in what is missing here'
complete -c epimark -n '__epimark_in reconcile' -l remove-doubles -d 'remove the later of two plays of one viewing'
complete -c epimark -n '__epimark_in reconcile' -l apply -d 'do it'
complete -c epimark -n '__epimark_in reconcile' -l all -d 'list every series, and each difference'
complete -c epimark -n '__epimark_in forget' -l before -x -d 'only what is from before that day: YYYY-MM-DD'
complete -c epimark -n '__epimark_in forget' -l there -d 'first take it back at the services'
complete -c epimark -n '__epimark_in forget' -l yes -d 'do not ask'
complete -c epimark -n '__epimark_in forget' -l last -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in backup' -l force -d 'overwrite a FILE that is there'
complete -c epimark -n '__epimark_in restore' -l force -d 'also if something is still to be sent from the journal'
complete -c epimark -n '__epimark_in export' -l csv -d 'CSV, for spreadsheets'
complete -c epimark -n '__epimark_in export' -l trakt -d 'JSON for Trakt'\''s import'
complete -c epimark -n '__epimark_in export' -l force -d 'overwrite a FILE that is there'
complete -c epimark -n '__epimark_in follow' -l undo -d 'stop following it'
complete -c epimark -n '__epimark_in follow' -l person -x -d 'a person, by the name or the id at TVmaze'
complete -c epimark -n '__epimark_in follow' -l network -d 'the network of the series, or the one with this id'
complete -c epimark -n '__epimark_in follow' -l webchannel -d 'the web channel of the series, or the one with this id'
complete -c epimark -n '__epimark_in follow' -l last -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in tag' -l undo -d 'remove the tag from the series'
complete -c epimark -n '__epimark_in tag' -l rename -x -d 'give the tag another name'
complete -c epimark -n '__epimark_in tag' -l delete -d 'remove the tag, from all series too'
complete -c epimark -n '__epimark_in tag' -l last -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in marked' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in marked' -l last -d 'what you watched or rated last'
complete -c epimark -n '__epimark_in api' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in api' -l data -x -d 'the body; - to read it from standard input'
complete -c epimark -n '__epimark_in api' -l header -x -d 'a header that the service documents'
complete -c epimark -n '__epimark_in api' -l head -d 'print the headers of the answer, as a HEAD route does'
complete -c epimark -n '__epimark_in api' -l all-pages -d 'get all pages of a list'
complete -c epimark -n '__epimark_in doctor' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_in doctor' -l bundle -rF -d 'write the findings to a file that is not there yet'
complete -c epimark -n '__epimark_in doctor' -l names -d 'with --bundle: also titles, paths and names of accounts'
complete -c epimark -n '__epimark_in options' -l json -d 'JSON on standard output, for programs'
complete -c epimark -n '__epimark_at 1 help' -xa 'login logout status parse match why search history progress next report queue sync rate mark unmark undo fix order pending import reconcile forget backup restore export follow tag marked api doctor options version help'
complete -c epimark -l set -x -d 'one option, on top of everything' -a 'watched_percent= played_percent= min_seconds= films= film_minutes= rewatch_hours= resume_days= match= tvdb_api= trakt_api= scrobble_on= rate_on= language= order= anime_list= ignore= only= live= keys= osd= osd_language= http_timeout= ca_file= credential_store= trakt_client_id= mdblist_client_id= tvmaze_url= tvmaze_user_url= tvdb_url= tvdb2_url= trakt_url= trakt_auth_url= trakt1_url= mdblist_url='
# ---- end ----
