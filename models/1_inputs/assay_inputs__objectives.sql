{{ assay.select_declared('objectives') }}
