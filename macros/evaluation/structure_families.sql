{% macro structure_families() %}
{#- Metric of what was found without a label: (family of its interval, least value, greatest value). -#}
{{ return({
    'mean_squared_distance': ('normal', 0, none),
    'inertia': ('normal', 0, none),
    'silhouette': ('normal', -1, 1),
    'calinski_harabasz': ('delta', 0, none),
    'davies_bouldin': ('delta', 0, none),
    'adjusted_rand': ('delta', -1, 1),
    'normalized_mutual_information': ('delta', 0, 1),
    'stability': ('delta', -1, 1),
    'reconstruction_error': ('normal', 0, none),
    'explained_variance': ('delta', none, 1),
    'explained_variance_ratio': ('delta', 0, 1),
    'acted_rate': ('wilson', 0, 1),
}) }}
{% endmacro %}
