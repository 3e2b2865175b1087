{% macro _cluster_correction(clusters) -%}
    {#- C / (C - 1), by which a cluster-robust variance is larger than the squares of its clusters' sums say, as the
        last factor of a product; NULL for a single cluster. -#}
    {{ clusters }} / cast(nullif({{ clusters }} - 1, 0) as double)
{%- endmacro %}
