{% macro _is_scored_as_stored() -%}
    {#- Whether a row of assay_training__models is scored from its arrays as they are. Symmetric trees with one output
        are laid out first (assay_training__trees), which is faster; classes share their trees. -#}
    (form <> 'oblivious_trees' or task = 'multiclass')
{%- endmacro %}
