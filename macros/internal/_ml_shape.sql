{% macro _ml_shape(stored) %}
    {#- What SQL over a stored model must know when it is written: [label column, label type, form, link, depth of the
        trees]. `stored` is one row, assay._current_model. -#}
    {%- set query -%}
        select
            label_column,
            label_type,
            form,
            link,
            coalesce({{ assay.array_length(assay.array_value('tree_features', 1)) }}, 0)
        from {{ stored }} as stored
    {%- endset -%}
    {%- set label, label_type, form, link, depth = run_query(query).rows[0].values() -%}
    {%- if form not in ['constant', 'linear', 'oblivious_trees'] -%}
        {{ exceptions.raise_compiler_error("A model of the form '" ~ form ~ "' cannot be read by this macro yet.") }}
    {%- endif -%}
    {{ return([label, label_type, form, link, depth | int]) }}
{% endmacro %}
