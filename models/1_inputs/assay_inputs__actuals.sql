{{ assay.select_declared('actuals') }}
