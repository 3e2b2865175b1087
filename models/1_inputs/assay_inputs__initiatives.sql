{{ assay.select_declared('initiatives') }}
