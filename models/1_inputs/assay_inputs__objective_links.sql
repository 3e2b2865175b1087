{{ assay.select_declared('objective_links') }}
