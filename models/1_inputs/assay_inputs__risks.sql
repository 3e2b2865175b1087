{{ assay.select_declared('risks') }}
