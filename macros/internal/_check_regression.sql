{% macro _check_regression(features, errors, cluster, ridge) -%}
    {#- Stops with one sentence where the arguments of a regression do not fit together. -#}
    {%- if not features -%}
        {{ exceptions.raise_compiler_error("linear_regression: name at least one feature") }}
    {%- elif features | unique | list | length < features | length -%}
        {{ exceptions.raise_compiler_error("linear_regression: a feature is named twice") }}
    {%- elif errors not in ['classic', 'HC0', 'HC1', 'HC2', 'HC3', 'cluster'] -%}
        {{ exceptions.raise_compiler_error(
            "linear_regression: errors is 'classic', 'robust', 'HC0', 'HC1', 'HC2', 'HC3' or 'cluster', not '" ~ errors ~ "'"
        ) }}
    {%- elif (errors == 'cluster') != (cluster is not none) -%}
        {{ exceptions.raise_compiler_error("linear_regression: errors='cluster' and the column `cluster` go together") }}
    {%- elif ridge < 0 -%}
        {{ exceptions.raise_compiler_error("linear_regression: ridge is a number from 0") }}
    {%- endif -%}
{%- endmacro %}
