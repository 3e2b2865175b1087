{% macro sandwich_error(influence, cluster_count, row_count) -%}
    {#- The cluster-robust standard error of an estimate, as an aggregate over clusters.
        `influence`: sum over the cluster's rows of n times the derivative of the estimate in the row's weight
        (for a mean: value minus mean). Correction C / (C - 1); NULL for a single cluster. With one row per
        cluster it is the usual standard error. Source: Liang and Zeger (1986), Biometrika 73:13. -#}
    sqrt(
        {{ assay.exact_sum('(' ~ influence ~ ') * (' ~ influence ~ ')') }}
        * {{ assay._cluster_correction(cluster_count) }}
    ) / {{ row_count }}
{%- endmacro %}
