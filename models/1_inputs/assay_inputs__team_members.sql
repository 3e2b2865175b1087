{{ assay.select_declared('team_members') }}
